export const apachePath = '.gantry/apache.conf';

/** The one site of the Apache in the app's container. */
export function apacheConfig(documentRoot: string): string {
	const root = documentRoot === '' ? '/app' : `/app/${documentRoot}`;
	return `ServerName localhost
ServerTokens Prod
Listen \${PORT}

<VirtualHost *:\${PORT}>
	DocumentRoot ${root}
	ErrorLog /dev/stderr
	CustomLog /dev/stdout combined

	<Directory ${root}>
		Options FollowSymLinks
		AllowOverride All
		Require all granted
		DirectoryIndex index.php index.html
		# Every path that is no file is the app's, unless its own .htaccess says otherwise.
		FallbackResource /index.php
	</Directory>

	# .env, .git and the like, wherever they lie.
	<LocationMatch "/\\.(?!well-known/)">
		Require all denied
	</LocationMatch>
${documentRoot === '' ? atRoot : ''}
	# The visitor's address and scheme, as the proxy in front has seen them.
	RemoteIPHeader X-Forwarded-For
	RemoteIPInternalProxy 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7
	SetEnvIf X-Forwarded-Proto "^https$" HTTPS=on
</VirtualHost>
`;
}

/** The whole repository is the document root: what is not for visitors stays hidden. */
const atRoot = `
	<LocationMatch "^/(vendor/|node_modules/|composer\\.(json|lock)$|package(-lock)?\\.json$|Procfile$)">
		Require all denied
	</LocationMatch>
`;
