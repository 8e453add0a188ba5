# 2.2, 4.5: NIEUW MAIL with a colleague's own mail in it: the clock runs, nobody is confirmed, and the sender is asked whose it is.
mail sam to anna "Klant klaagt"
	Een klant klaagt bij mij over schade aan de bumper na het inleveren. Wil jij dit doen?
forward anna "[NIEUW MAIL SCHADE]" dmarc=pass
complaints 1
status K-1 assigned|in_treatment department=SCHADE customer=- confirmed=-
wait undo
expect anna|schade whose|confirm_by_hand "K-1"
none sam
reply anna to schade of notice "[K-1 KLANT mail=zoe@klant.example]"
wait undo
expect zoe confirmation "K-1"
