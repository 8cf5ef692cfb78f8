/** What nobody should name anything, and somebody always does. */
export const long =
	'a-name-that-is-as-long-as-a-host-name-may-be.and-another-label.apps.example.com';
