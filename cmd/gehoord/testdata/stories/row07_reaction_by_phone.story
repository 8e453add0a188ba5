# Row 7: REACTIE TEL: the reaction was given by telephone; the customer gets a short written recap.
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply anna to schade "[K-1 REACTIE TEL]"
	Ik heb u gebeld. Wij vragen het rapport van de aflevering op bij de dealer.
wait undo
expect zoe reaction "rapport van de aflevering op bij de dealer"
status K-1 in_treatment handler=anna responded=set
