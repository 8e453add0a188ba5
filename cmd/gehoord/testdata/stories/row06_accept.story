# Row 6: who accepts it handles it; only the department may.
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
expect zoe confirmation
mail frits "[K-1 AANNEMEN]" dmarc=pass
expect frits refusal "AANNEMEN"
status K-1 assigned handler=-
mail zoe "[K-1 AANNEMEN]"
	Wie behandelt dit?
status K-1 assigned handler=-
reply anna to schade of notice "[K-1 AANNEMEN]"
status K-1 in_treatment handler=anna
tap piet AANNEMEN to schade of notice
status K-1 in_treatment handler=piet
none zoe
# A first substantive command accepts, too.
mail kees "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 650 euro. Dat klopt niet.
reply anna to schade of notice "[K-2 REACTIE]"
	Beste meneer De Boer, ik zoek uit wat er in het rapport staat.
status K-2 in_treatment handler=anna
