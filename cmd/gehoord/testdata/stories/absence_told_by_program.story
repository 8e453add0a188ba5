# An employee's mail program says that he is away: his manager hears it, the customer nothing.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
reply zoe of confirmation
	Het kenteken is AB-123-C.
skip
auto anna of customer_mail "Afwezig: ik ben er 7 december weer"
	Ik ben met vakantie tot 7 december.
expect meryem absent "Anna de Vries"
none zoe
none anna
# Each time anew would be too much.
reply zoe of confirmation
	En het contract is 4711.
skip anna
auto anna of customer_mail "Afwezig: ik ben er 7 december weer"
	Ik ben met vakantie tot 7 december.
none meryem absent
# A customer's program says so: nobody is answered.
auto zoe of confirmation
	Ik lees mijn mail volgende week.
none zoe
complaints 1
status K-1 in_treatment
