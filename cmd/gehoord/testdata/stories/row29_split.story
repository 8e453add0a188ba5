# Row 29: a second topic gets a file of its own, with the same dates. The customer hears of it with the first reaction.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro inleverschade. Dat klopt niet.
	Ook is de factuur van november fout.
at 2026-11-20 14:00
reply anna to schade "[K-1 AANNEMEN]"
skip
mail frits "[K-1 SPLITS FACTUUR]" dmarc=pass
expect frits refusal "SPLITS"
reply anna to schade of notice "[K-1 SPLITS TUINEN]"
expect anna refusal "TUINEN"
complaints 1
reply anna to schade of notice "[K-1 SPLITS FACTUUR]"
	Factuur november.
complaints 2
status K-1 in_treatment handler=anna department=SCHADE
status K-2 assigned department=FACTUUR customer=zoe received=2026-11-20T09:00 respond_by=2026-11-21T09:00 resolve_by=2026-11-25T17:30
expect factuur notice "K-2" "factuur van november"
wait undo
none zoe
reply frits to factuur of notice "[K-2 REACTIE]"
	Beste mevrouw, ik zoek de factuur van november voor u uit.
wait undo
expect zoe reaction "K-2" "de factuur van november voor u uit"
