# Row 5: two moves are the staff's, the third waits for the two managers.
at 2026-11-23 09:00
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade of notice "[K-1 NAAR FACTUUR]"
	Gaat over de rekening.
status K-1 assigned department=FACTUUR
expect factuur notice "K-1" "Gaat over de rekening"
reply frits to factuur of notice "[K-1 NAAR SCHADE]"
	Gaat over de schade.
status K-1 assigned department=SCHADE
skip

# Nobody else's employee, and no department that is not there.
mail sam "[K-1 NAAR SERVICE]" dmarc=pass
expect sam refusal
reply anna to schade of notice "[K-1 NAAR TUINEN]"
expect anna refusal "TUINEN"

reply anna to schade of notice "[K-1 NAAR FACTUUR]"
	Toch echt de rekening.
status K-1 assigned department=SCHADE
expect meryem decision "K-1" "FACTUUR"
expect faye decision "K-1" "FACTUUR"
none factuur
none zoe reaction

reply meryem of decision "[K-1 NAAR FACTUUR]"
	Akkoord.
reply faye of decision "[K-1 NAAR FACTUUR]"
	Akkoord.
status K-1 assigned department=FACTUUR resolve_by=2026-11-26
expect factuur notice "K-1"
