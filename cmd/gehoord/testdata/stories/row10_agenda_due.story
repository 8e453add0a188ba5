# Row 10: on the day the handler is reminded of what was planned, the next working day the manager.
at 2026-11-23 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 REACTIE]"
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
wait undo
reply anna to schade "[K-1 AGENDA 24-11]"
	Garage bellen over het rapport.
skip
at 2026-11-24 12:00
expect anna follow_up|digest "K-1" "Garage bellen over het rapport"
none meryem follow_up
at 2026-11-25 12:00
expect meryem follow_up|digest "K-1"
none zoe
# There always is a next date.
status K-1 in_treatment agenda=set
