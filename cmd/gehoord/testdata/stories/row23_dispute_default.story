# Row 23: no date for the defence: twenty working days; and it goes from a reopened complaint, too.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply meryem to schade "[K-1 GESCHIL zaak=4711]"
expect meryem refusal
reply anna to schade of notice "[K-1 OPGELOST uitkomst=ongegrond]"
	Beste mevrouw, de krassen staan niet in het rapport. Wij laten de rekening staan.
wait undo
reply anna to schade of notice "[K-1 HEROPEN]"
	Er was nog een rapport.
status K-1 reopened
at 2026-11-23 09:00
mail bea "[K-1 GESCHIL zaak=4711]" dmarc=pass
status K-1 dispute agenda=2026-12-21
