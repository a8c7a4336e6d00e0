"""Access: who calls (Principal), what the answer is and why (Verdict), and the append-only audit of both."""
