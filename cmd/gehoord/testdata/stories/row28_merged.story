# Row 28: two complaints of one customer about one thing get one number. The earliest receipt and deadline stay.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
at 2026-11-23 09:00
mail zoe "Nog steeds schade"
	Ik schreef vrijdag al over de schade aan mijn bumper na het inleveren van de auto.
mail kees "Schade"
	Ook ik heb schade aan mijn bumper na het inleveren en dat klopt niet.
complaints 3
skip
mail frits "[K-2 SAMEN K-1]" dmarc=pass
expect frits refusal "SAMEN"
mail anna "[K-2 SAMEN K-2026-000999]" dmarc=pass
expect anna refusal "K-2026-000999"
mail anna "[K-2 SAMEN K-1]" dmarc=pass
status K-2 merged agenda=-
status K-1 assigned|in_treatment received=2026-11-20T09:00 resolve_by=2026-11-25T17:30 agenda=set
wait undo
expect zoe one_number "K-1" "K-2"
none zoe
# Mail and commands about the number that lapsed belong to the other.
mail zoe "[K-2] aanvulling"
	Het kenteken is AB-123-C.
complaints 3
expect schade|anna|meryem customer_mail "K-1" "AB-123-C"
mail anna "[K-2 REACTIE]" dmarc=pass
	Beste mevrouw, ik zoek het voor u uit in het rapport van de aflevering.
status K-1 in_treatment handler=anna
status K-2 merged
wait undo
expect zoe reaction "K-1"
skip

# Another customer's is not joined on an employee's word.
mail anna "[K-3 SAMEN K-1]" dmarc=pass
expect anna|meryem refusal|decision
status K-3 assigned customer=kees
wait undo
none kees
