# Rows 1, 3, 6, 7, 17, 18: a mail becomes a complaint, and is answered and settled.
# real
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren van de auto. U rekent 780 euro
	inleverschade. Die krassen zaten er al op bij de aflevering.

	Met vriendelijke groet,
	Zoë
expect zoe confirmation "[K-1] Wij behandelen uw klacht" "Schade en inname" "K-1"
expect schade notice "[K-1]" "780 euro" attach=none
quiet
status K-1 assigned department=SCHADE handler=- confirmed=set responded=- channel=mail

reply anna to schade "[K-1 AANNEMEN]"
none zoe
status K-1 in_treatment handler=anna
skip anna

reply anna to schade "[K-1 REACTIE]"
	Beste mevrouw Van den Berg,

	Ik heb het rapport van de aflevering opgevraagd. Morgen hoort u meer van mij.
wait undo
expect zoe reaction "rapport van de aflevering" !"tekst boven deze lijn" !"780 euro"
status K-1 in_treatment handler=anna responded=set resolved=-

reply anna to schade "[K-1 OPGELOST uitkomst=gegrond]"
	Beste mevrouw Van den Berg,

	U hebt gelijk: de krassen stonden al in het rapport van de aflevering. Wij halen
	de 780 euro van uw eindafrekening.
wait undo
expect zoe resolution "Ons antwoord op uw klacht" "stonden al in het rapport" "Geschillencommissie Keurmerk Private Lease" "naar de rechter"
status K-1 settled handler=anna resolved=set agenda=-
