# SLUIT: the manager closes early, with a reason.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
wait undo
skip
reply anna to schade of notice "[K-1 SLUIT]"
	Klant is tevreden.
expect anna refusal "Meryem Jansen"
reply meryem to schade of notice "[K-1 SLUIT]"
	Klant is tevreden, heeft gebeld.
status K-1 closed agenda=-
none zoe
