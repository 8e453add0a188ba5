# Row 19: the resolution comes back. The complaint is open again, and its handler looks for another way.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
status K-1 settled resolved=set
skip
wait 1h
bounce zoe of resolution
status K-1 in_treatment handler=anna resolved=- agenda=set resolve_by=2026-11-26T17:30
expect anna undelivered "K-1"
none zoe
complaints 1
# Another address, and it goes again, once.
reply anna of undelivered "[K-1 KLANT mail=kees@klant.example]"
status K-1 resolving customer=kees
wait undo
expect kees resolution "780 euro"
wait 1h
none kees
none zoe
status K-1 settled resolved=set
