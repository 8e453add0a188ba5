# Row 20: the handler decides that it changes nothing: a note, and it does not open.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
reply zoe
	Ik heb de nieuwe afrekening gekregen. Het rekeningnummer is nog hetzelfde als vorig jaar.
expect anna after_mail "rekeningnummer"
reply anna of after_mail "[K-1 NOTITIE]"
	Geen actie nodig.
at 2026-11-30 12:00
status K-1 settled agenda=-
none zoe
none meryem open_again
# Or with one tap.
reply zoe of resolution
	De afrekening is betaald, alleen de datum klopte niet helemaal op het formulier.
expect anna after_mail
tap anna NOTITIE of after_mail
at 2026-12-04 12:00
status K-1 settled
