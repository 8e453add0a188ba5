// Package notify writes the desk's letters and gets them to the mail server.
//
// It has three parts that know little of each other:
//
//   - Templates turn a letter's content into bytes, once: what is stored in the
//     outbox is what is sent, to the byte (render.go and the files below templates).
//   - Server is the way to the SMTP server: one connection, one letter at a time,
//     and a verdict on every answer: is it about this letter, or about our account
//     (courier.go, classify.go).
//   - Sender empties the outbox, which it sees through Queue (sender.go).
//
// The promise: a letter is sent at least once under one Message-ID, and more than
// once only where the server's answer to the final dot was lost. One letter that
// cannot be delivered never delays another; trouble that concerns every letter
// stops them all, uses up nobody's attempts and says what to do.
package notify
