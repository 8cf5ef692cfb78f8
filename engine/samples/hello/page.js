/** Tells the reader how this very page came to them. */

const protocols = { 'http/1.1': 'HTTP/1.1', h2: 'HTTP/2', h3: 'HTTP/3' };

function show(id, text) {
	const place = document.getElementById(id);
	if (place && text) place.textContent = text;
}

const [visit] = performance.getEntriesByType('navigation');
const isEncrypted = location.protocol === 'https:';

show('address', location.host);
if (visit) {
	const protocol = protocols[visit.nextHopProtocol] ?? 'HTTP';
	show('protocol', isEncrypted ? `${protocol}, encrypted` : protocol);
	show('wait', `${Math.max(1, Math.round(visit.responseStart - visit.requestStart))} ms`);
}
