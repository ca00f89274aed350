"""The papers of a deal: the contract as a PDF, and the operator's attestation seals on it. No deal logic."""
