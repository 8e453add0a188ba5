# Row 15: so can management, also what the manager handles.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply meryem to schade "[K-1 AANNEMEN]"
skip
mail bea "[K-1 OVERNEMEN]" dmarc=pass
status K-1 in_treatment handler=bea
wait undo
expect zoe takeover "Bea Boven"
expect meryem handover "Bea Boven"
