# Design 6: a command that nothing proves waits a day, and its owner is asked at his own address.
# real
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
expect zoe confirmation
expect schade notice
mail anna "[K-1 AANNEMEN]"
expect anna was_this_you "K-1" "AANNEMEN"
status K-1 assigned handler=-
reply anna of was_this_you
status K-1 in_treatment handler=anna

# So a letter to the customer does not leave by itself.
mail anna "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de 780 euro van uw eindafrekening. U krijgt een nieuwe.
expect anna was_this_you "780 euro"
none zoe
status K-1 in_treatment
# The customer cannot answer in her place.
mail zoe "Re: [K-1] Was u dit?"
	Ja hoor.
none zoe
status K-1 in_treatment resolved=-
