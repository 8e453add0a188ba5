# Row 20, design 8: REACTIE on a settled complaint is the final position, with the way to the committee, and ends reopening by itself.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST uitkomst=ongegrond]"
	Beste mevrouw, de krassen staan niet in het rapport. Wij laten de rekening staan.
wait undo
skip
reply zoe
	Hier ben ik het niet mee eens. De krassen zaten er al, dat weet u best.
expect anna after_mail
reply anna of after_mail "[K-1 REACTIE]"
	Beste mevrouw, wij hebben er opnieuw naar gekeken. Wij blijven bij ons besluit.
wait undo
expect zoe reaction "blijven bij ons besluit" "Geschillencommissie Keurmerk Private Lease" "naar de rechter"
at 2026-11-30 12:00
status K-1 settled
reply zoe of reaction
	Ik blijf erbij dat het niet klopt. De krassen zaten er al bij de aflevering.
at 2026-12-04 12:00
status K-1 settled
none zoe
