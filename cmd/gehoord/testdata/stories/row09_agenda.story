# Row 9: the agenda moves up to the deadline, and silently; beyond it only with DUURT.
at 2026-11-20 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
skip
reply anna to schade of notice "[K-1 AGENDA 24-11]"
	Rapport binnen van de dealer?
status K-1 in_treatment agenda=2026-11-24 resolve_by=2026-11-25T17:30
none zoe
# A Saturday becomes the Monday after it.
reply anna to schade of notice "[K-1 AGENDA 21-11]"
	Dealer bellen.
status K-1 in_treatment agenda=2026-11-23
skip anna
reply anna to schade of notice "[K-1 AGENDA 30-11]"
	Dealer is op vakantie.
expect anna refusal "DUURT"
reply anna to schade of notice "[K-1 AGENDA 31-11]"
expect anna refusal "31-11"
mail frits "[K-1 AGENDA 24-11]" dmarc=pass
expect frits refusal "AGENDA"
status K-1 in_treatment agenda=2026-11-23
reply meryem to schade of notice "[K-1 AGENDA 24-11]"
status K-1 in_treatment agenda=2026-11-24 handler=anna
none zoe
