# Row 12: a discussion that nobody decides for four working hours goes up. They are working hours: Friday afternoon and Monday morning.
at 2026-11-20 15:30
mail zoe "Schade aan de bumper"
	Er zit schade op mijn bumper na het inleveren. U rekent 780 euro. Dat klopt niet.
reply anna to schade "[K-1 AANNEMEN]"
reply anna to schade of notice "[K-1 BESPREKEN COMPLEX]"
	Twee rapporten spreken elkaar tegen.
expect meryem escalation
at 2026-11-23 10:29
none tom undecided
none directie undecided
at 2026-11-23 10:31
expect tom|directie undecided "K-1"
status K-1 with_manager
none zoe takeover

# A department without a deputy: management.
mail kees "Bejegening"
	De klantenservice neemt de telefoon niet op en de medewerker was onbeleefd. Niemand belt terug.
status K-2 assigned|triage department=SERVICE
reply sam to service of notice "[K-2 AANNEMEN]"
reply sam to service of notice "[K-2 BESPREKEN BEVOEGD]"
	Deze klant wil een vergoeding.
expect lotte escalation "K-2"
at 2026-11-23 14:30
none directie undecided
at 2026-11-23 14:32
expect directie undecided "K-2"
