# 2.2, 4.5: NIEUW MAIL with nobody's mail in it: the clock runs, and the sender is asked.
mail anna "[NIEUW MAIL SCHADE]" dmarc=pass
	Een klant klaagt over schade aan de bumper na het inleveren.
complaints 1
status K-1 assigned|in_treatment department=SCHADE customer=- confirmed=-
expect anna whose|receipt|confirm_by_hand "K-1"
none zoe
reply anna to schade of notice "[K-1 KLANT mail=zoe@klant.example]"
expect zoe confirmation
