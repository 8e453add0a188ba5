# Row 17: what is no resolution does not leave, and who may not settle does not.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade "[K-1 OPGELOST]"
	Is geregeld.
expect anna refusal "niets verstuurd"
reply anna to schade "[K-1 OPGELOST]"
expect anna refusal "niets verstuurd"
reply anna to schade "[K-1 OPGELOST uitkomst=misschien]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna refusal
reply anna to schade "[K-1 OPGLOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna refusal "OPGELOST"
mail frits "[K-1 OPGELOST]" dmarc=pass
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect frits refusal
reply zoe of confirmation "[K-1 OPGELOST]"
	Voor mij is het nog niet opgelost, ik wil de 780 euro terug van u.
expect schade|anna customer_mail "nog niet opgelost"
# Without a command it is a note, and her who wrote it is told.
reply anna to schade of notice
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna refusal "REACTIE"
wait 10m
none zoe
status K-1 assigned resolved=-
# Anyone of the department may settle, and becomes the handler.
reply anna to schade of notice "[K-1 AANNEMEN]"
reply piet to schade of notice "[K-1 OPGELOST uitkomst=gegrond oorzaak=fout-ons]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
expect zoe resolution "Piet Smit" "halen de 780 euro van uw eindafrekening"
status K-1 settled handler=piet
