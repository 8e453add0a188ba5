# Row 9: waiting for a third party: a flag and an agenda, and the customer hears nothing.
at 2026-11-23 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
skip
mail frits "[K-1 WACHT DERDE 25-11]" dmarc=pass
	De expert.
expect frits refusal "WACHT"
reply anna to schade "[K-1 WACHT DERDE 25-11]"
	De schade-expert, Jansen BV.
status K-1 in_treatment waiting=third agenda=2026-11-25 resolve_by=2026-11-26T17:30
none zoe
# Beyond the deadline the customer has to be told, with DUURT.
reply anna to schade "[K-1 WACHT DERDE 2-12]"
	De schade-expert, Jansen BV.
expect anna refusal "DUURT"
status K-1 in_treatment waiting=third agenda=2026-11-25
