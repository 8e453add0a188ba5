# Row 16: the clocks warn the handler and tell the manager, once; the deadlines stay where they were.
at 2026-11-23 10:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
skip
at 2026-11-23 17:00
none anna warning
at 2026-11-23 18:01
expect anna warning|digest "K-1"
at 2026-11-24 09:59
none meryem breach
at 2026-11-24 10:01
expect meryem breach|digest "K-1"
skip
at 2026-11-26 14:59
none anna warning
at 2026-11-26 15:01
expect anna warning|digest "K-1"
skip
at 2026-11-26 17:31
expect meryem breach|digest "K-1"
none zoe
status K-1 in_treatment respond_by=2026-11-24T10:00 resolve_by=2026-11-26T17:30
