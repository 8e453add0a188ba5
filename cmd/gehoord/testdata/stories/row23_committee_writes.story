# Row 23, design 4: mail of the committee is never confirmed; management is told.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
mail commissie "Zaak 4711, uw kenmerk [K-1]"
	Geachte heer, mevrouw, dit betreft zaak 4711. Wij hebben een geschil ontvangen over
	deze klacht. Wij verzoeken u binnen een maand te reageren.
expect directie notice|committee "4711"
none commissie
none zoe

# Also when it names no number of ours.
mail commissie "Een geschil"
	Geachte heer, mevrouw, dit betreft zaak 4712. Mevrouw Van den Berg heeft een geschil
	met u over schade aan de bumper bij het inleveren. Wij verzoeken u te reageren.
expect directie notice|committee "4712"
wait 1h
none commissie
none zoe
