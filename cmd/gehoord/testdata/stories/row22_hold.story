# Row 22: a hold keeps it from closing, and a mail that nobody has decided on does.
at 2026-11-20 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
mail anna "[K-1 BEWAAR AAN]" dmarc=pass
expect anna refusal "BEWAAR"
mail els "[K-1 BEWAAR AAN]" dmarc=pass
none els refusal
at 2027-01-10 12:00
status K-1 settled
mail els "[K-1 BEWAAR UIT]" dmarc=pass
none els refusal
at 2027-02-20 12:00
status K-1 closed
none zoe
