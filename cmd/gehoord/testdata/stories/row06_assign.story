# TOEWIJZEN: the manager or the handler gives it to a colleague of the department.
mail zoe "Inleverschade"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
skip
reply meryem to schade of notice "[K-1 TOEWIJZEN @a.devries]"
status K-1 in_treatment|assigned handler=anna
expect anna assignment "K-1"
reply anna of assignment "[K-1 TOEWIJZEN @p.smit]"
status K-1 in_treatment|assigned handler=piet
expect piet assignment "K-1"
none zoe
# Somebody of another department cannot get it, nor give it.
reply piet of assignment "[K-1 TOEWIJZEN @s.mulder]"
expect piet refusal "s.mulder"
mail frits "[K-1 TOEWIJZEN @f.kuiper]" dmarc=pass
expect frits refusal "TOEWIJZEN"
status K-1 in_treatment|assigned handler=piet
