# Row 11: what the customer adds goes to the handler, and nobody answers by itself. A number alone proves nothing.
# real
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
expect zoe confirmation
expect schade notice
reply zoe
	Ik vergat: het kenteken is AB-123-C.
expect schade customer_mail "AB-123-C"
reply anna to schade "[K-1 AANNEMEN]"
status K-1 in_treatment handler=anna
reply zoe of confirmation
	En hier is het contractnummer: 4711.
expect anna customer_mail "4711"
mail zoe "[K-1] nog iets"
	De auto was zwart.
expect anna customer_mail "De auto was zwart"
none zoe
complaints 1

# Somebody else who names the number begins a complaint of his own, which says so.
mail kees "[K-1] inleverschade"
	Ik heb ook schade aan de bumper na het inleveren en dat klopt niet.
complaints 2
status K-2 assigned customer=kees
expect kees confirmation "K-2" !"K-1"
expect schade notice "K-2" "K-1"
none anna customer_mail
none zoe
