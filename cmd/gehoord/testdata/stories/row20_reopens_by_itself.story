# Row 20: other mail asks the handler, and reopens silently after a working day.
at 2026-11-23 09:00
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 OPGELOST]"
	Beste mevrouw, wij halen de helft van uw eindafrekening. Meer kunnen wij niet doen.
wait undo
skip
at 2026-11-24 10:00
reply zoe
	Hier ben ik het niet mee eens. De helft is te weinig, de krassen zaten er al.
status K-1 settled
expect anna after_mail "de krassen zaten er al"
none zoe
at 2026-11-25 09:55
status K-1 settled
at 2026-11-25 18:00
status K-1 reopened handler=anna agenda=set respond_by=set resolve_by=set resolved=-
expect anna open_again "K-1"
expect meryem open_again "K-1"
none zoe
