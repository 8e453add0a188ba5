# Design 8: what joins nothing is listed daily to the fallback desk, and KLACHT n makes one a complaint.
at 2026-11-23 09:00
mail kees "Uw mening telt" header="List-Unsubscribe: <mailto:weg@klant.example>" header="Precedence: bulk"
	De bumper van mijn auto heeft schade na het inleveren. Niemand belt terug.
mail john "Automatic reply: hello" header="Auto-Submitted: auto-replied"
	I am away.
complaints 0
quiet
at 2026-11-24 09:00
expect service unjoined "kees@klant.example" "Uw mening telt"
none service
reply anna to service of unjoined "[KLACHT 9]" dmarc=pass
complaints 0
skip
reply sam to service of unjoined "[KLACHT 9]"
expect sam refusal "9"
complaints 0
reply sam to service of unjoined "[KLACHT 1]"
complaints 1
status K-1 assigned|triage|in_treatment customer=kees
skip
# Nothing new, nothing said; and what is a complaint now is not listed again.
at 2026-11-25 09:00
none service unjoined
