const always = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	// 'no-referrer' would turn the Origin of our own forms into "null".
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'
};

/** Adds what every answer of the panel carries. Pages bring their own policy with a nonce (vite.config.ts). */
export function secure(response: Response, { isHttps }: { isHttps: boolean }): Response {
	const { headers } = response;
	for (const [name, value] of Object.entries(always)) headers.set(name, value);
	if (isHttps) headers.set('strict-transport-security', 'max-age=31536000');
	if (!headers.has('content-security-policy')) {
		headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
	}
	if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
	return response;
}
