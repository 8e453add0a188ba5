# Row 16, design 8: a breach in the weekend is told at the next opening.
at 2026-11-20 10:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
skip
at 2026-11-20 18:01
skip
at 2026-11-23 07:29
none meryem
none anna
at 2026-11-23 07:31
expect meryem breach|digest "K-1"
