# Row 7: the first substantive reaction stops its clock, once it has left; a short text, an empty one, or an internal one does not leave.
at 2026-11-23 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade "[K-1 REACTIE]"
	Doe ik.
expect anna refusal "niets verstuurd"
reply anna to schade "[K-1 REACTIE]"
expect anna refusal "niets verstuurd"
reply anna to schade "[K-1 REACTIE]"
	Beste mevrouw, ik zoek het voor u uit in het rapport.
	INTERN: deze klant klaagt altijd.
expect anna refusal "niets verstuurd"
mail frits "[K-1 REACTIE]" dmarc=pass
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
expect frits refusal
wait 10m
none zoe
status K-1 assigned responded=-

reply anna to schade "[K-1 REACTIE]"
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
expect anna receipt "in het rapport van de aflevering"
status K-1 in_treatment handler=anna responded=-
wait undo
expect zoe reaction "in het rapport van de aflevering"
status K-1 in_treatment responded=2026-11-23T09:12 respond_by=2026-11-24T09:00
