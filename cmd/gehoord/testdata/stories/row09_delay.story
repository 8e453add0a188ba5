# Row 9: it takes longer. The customer reads why and when he hears more; the deadline stays and is missed.
at 2026-11-20 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade "[K-1 DUURT 30-11]"
expect anna refusal
mail frits "[K-1 DUURT 30-11]" dmarc=pass
	De dealer heeft het rapport nog niet gestuurd en is een week gesloten.
expect frits refusal "DUURT"
wait 5m
none zoe
reply anna to schade "[K-1 DUURT 30-11]"
	De dealer heeft het rapport nog niet gestuurd en is een week gesloten.
wait undo
expect zoe delay "Uw klacht kost meer tijd" "De dealer heeft het rapport nog niet gestuurd" "30 november"
status K-1 in_treatment handler=anna agenda=2026-11-30 resolve_by=2026-11-25T17:30
none zoe
# The day comes.
at 2026-11-30 10:00
expect anna follow_up|digest "K-1"
none zoe
