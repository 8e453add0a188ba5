# LIJST, STATUS, HELP: answered to staff, each about what is his.
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
mail kees "Dubbele incasso"
	De incasso van november is dubbel afgeschreven van mijn rekening.
status K-1 assigned department=SCHADE
status K-2 assigned department=FACTUUR
reply anna to schade of notice "[K-1 AANNEMEN]"
skip
mail anna "[LIJST]" dmarc=pass
expect anna open_list "K-1" !"K-2"
mail anna "[LIJST FACTUUR]" dmarc=pass
expect anna refusal|open_list !"K-2"
mail bea "[LIJST FACTUUR]" dmarc=pass
expect bea open_list "K-2" !"K-1"
mail bea "[LIJST]" dmarc=pass
expect bea open_list "K-1" "K-2"
mail anna "[K-1 STATUS]" dmarc=pass
expect anna file "K-1" "Anna de Vries" attach=none
mail anna "[K-2 STATUS]" dmarc=pass
expect anna refusal
mail anna "[HELP]" dmarc=pass
expect anna help "AANNEMEN" "REACTIE" "AGENDA" "OPGELOST" "BESPREKEN" "NAAR"
mail ria "[HELP]" dmarc=pass
expect ria help
none zoe
# From a customer they are words.
mail zoe "[K-1 STATUS]"
	Hoe staat het met mijn bumper?
none zoe
expect anna customer_mail "Hoe staat het"
status K-1 in_treatment
complaints 2
