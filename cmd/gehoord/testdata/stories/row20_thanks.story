# Row 20, design 8: a short thank-you is a note. Nobody answers it, nothing opens again.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
reply zoe
	Hartelijk dank!
none anna after_mail
at 2026-11-27 12:00
status K-1 settled agenda=-
none zoe
none anna open_again
