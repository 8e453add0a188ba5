# Row 25: the dispute is withdrawn or settled between the parties.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST uitkomst=ongegrond]"
	Beste mevrouw, de krassen staan niet in het rapport. Wij laten de rekening staan.
wait undo
mail meryem "[K-1 GESCHIL INGETROKKEN]" dmarc=pass
expect meryem refusal
mail meryem "[K-1 GESCHIL zaak=4711 verweer=15-12]" dmarc=pass
status K-1 dispute
skip
mail anna "[K-1 GESCHIL INGETROKKEN]" dmarc=pass
expect anna refusal "GESCHIL"
mail meryem "[K-1 GESCHIL INGETROKKEN]" dmarc=pass
	De klant heeft de zaak ingetrokken.
status K-1 settled agenda=-
none zoe
