const goMain = (body: string) => `package main\n\nfunc main() {\n\t${body}\n}\n`;

const pom = (inner: string) => `<?xml version="1.0"?>
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>com.example</groupId><artifactId>demo</artifactId><version>1.0</version>${inner}</project>`;
const plugins = (...names: string[]) =>
	`<build><plugins>${names.map((name) => `<plugin><artifactId>${name}</artifactId></plugin>`).join('')}</plugins></build>`;
const properties = (name: string, value: string) =>
	`<properties><${name}>${value}</${name}></properties>`;

const webSdk = (inner: string) => `<Project Sdk="Microsoft.NET.Sdk.Web">${inner}</Project>`;
const target = (framework: string) =>
	`<PropertyGroup><TargetFramework>${framework}</TargetFramework></PropertyGroup>`;

/** The fewest files that make each app what it is. */
export const toolchainTrees: Record<string, Record<string, string>> = {
	Go: {
		'go.mod': 'module example.com/shop/v2\n\ngo 1.22\n',
		'main.go': goMain('http.ListenAndServe(":"+os.Getenv("PORT"), nil)'),
		'templates/index.html': ''
	},
	'Go with Gin': {
		'.tool-versions': 'golang 1.25.3\n',
		'go.mod':
			'module example.com/shop\n\ngo 1.24\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n)\n',
		'go.sum': '',
		'cmd/server/main.go': goMain('router.Run(":8080")'),
		'cmd/migrate/main.go': goMain('')
	},
	'Go with a C library': {
		'go.mod':
			'module example.com/notes\n\ngo 1.25\n\nrequire (\n\tgithub.com/labstack/echo/v4 v4.13.0\n\tgithub.com/mattn/go-sqlite3 v1.14.0 // indirect\n)\n',
		'go.sum': '',
		'main.go': goMain('e.Start(":" + os.Getenv("PORT"))')
	},
	'Go with a Procfile': {
		Procfile: 'web: bin/web\nworker: bin/worker --all\nrelease: bin/migrate && echo done',
		'go.mod': 'module example.com/shop\n\ngo 1.25\n',
		'cmd/web/main.go': goMain('http.ListenAndServe(":"+os.Getenv("PORT"), nil)'),
		'cmd/worker/main.go': goMain('')
	},
	Rust: {
		'Cargo.lock': '\n[[package]]\nname = "openssl-sys"\nversion = "0.9"\n',
		'Cargo.toml':
			'[package]\nname = "shop"\nversion = "0.1.0"\nrust-version = "1.80"\n[dependencies]\naxum = "0.8"\n',
		'src/main.rs': 'fn main() { bind("0.0.0.0:8080") }'
	},
	'Rust with a toolchain': {
		'rust-toolchain.toml': '[toolchain]\nchannel = "1.85"\n',
		'Cargo.lock': '',
		'Cargo.toml':
			'[package]\nname = "shop"\ndefault-run = "api"\n[dependencies]\nactix-web = { version = "4" }\n[[bin]]\nname = "api"\npath = "src/api.rs"\n[[bin]]\nname = "migrate"\n',
		'src/api.rs': 'fn main() { env::var("PORT") }'
	},
	'Rust workspace': {
		'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
		'crates/core/Cargo.toml': '[package]\nname = "core-of-it"\n',
		'crates/core/src/lib.rs': '',
		'crates/web/Cargo.toml': '[package]\nname = "web"\n[dependencies]\nrocket.workspace = true\n',
		'crates/web/src/main.rs': 'fn main() {}'
	},
	'Spring Boot': {
		mvnw: '#!/bin/sh\n',
		'pom.xml': pom(properties('java.version', '21') + plugins('spring-boot-maven-plugin'))
	},
	'Spring Boot modules': {
		'.sdkmanrc': 'java=17.0.9-tem\n',
		'pom.xml': pom(
			'<packaging>pom</packaging><modules><module>core</module><module>web</module></modules>'
		),
		'core/pom.xml': pom(''),
		'web/pom.xml': pom(plugins('spring-boot-maven-plugin'))
	},
	Quarkus: {
		'pom.xml': pom(properties('maven.compiler.release', '21') + plugins('quarkus-maven-plugin'))
	},
	'Java with a jar of all': {
		'.java-version': '22\n',
		'pom.xml': pom(
			'<build><plugins><plugin><artifactId>maven-shade-plugin</artifactId><configuration><mainClass>com.example.Main</mainClass></configuration></plugin></plugins></build>'
		),
		'src/main/java/com/example/Main.java': 'Server.listen(7000);'
	},
	'Spring Boot by Gradle': {
		gradlew: '#!/bin/sh\n',
		'build.gradle': `plugins {\n\tid 'java'\n\tid 'org.springframework.boot' version '3.5.0'\n}\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\n`
	},
	'Gradle application': {
		'settings.gradle.kts': 'rootProject.name = "demo"\ninclude("lib", "app")\n',
		'lib/build.gradle.kts': 'plugins { `java-library` }\n',
		'app/build.gradle.kts':
			'plugins { application }\njava { sourceCompatibility = JavaVersion.VERSION_17 }\napplication { mainClass = "com.example.App" }\n',
		'app/src/main/java/com/example/App.java': 'System.getenv("PORT")'
	},
	'Ktor by Gradle': {
		gradlew: '#!/bin/sh\n',
		'build.gradle.kts':
			'plugins {\n\tkotlin("jvm") version "2.2.20"\n\tid("io.ktor.plugin") version "3.3.0"\n}\nkotlin { jvmToolchain(17) }\napplication { mainClass.set("com.example.ApplicationKt") }\n',
		'src/main/resources/application.yaml': 'ktor:\n  deployment:\n    port: 8081\n'
	},
	'Spring Boot in Kotlin': {
		'pom.xml': pom(plugins('kotlin-maven-plugin', 'spring-boot-maven-plugin'))
	},
	'ASP.NET Core': {
		'Shop.csproj': webSdk(target('net8.0')),
		'appsettings.json': '{}'
	},
	'.NET solution': {
		'Shop.sln': '',
		'global.json': '{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }',
		'src/Shop.Core/Shop.Core.csproj': `<Project Sdk="Microsoft.NET.Sdk">${target('net10.0')}</Project>`,
		'src/Shop.Web/Shop.Web.csproj': webSdk(
			`${target('net10.0')}<ItemGroup><ProjectReference Include="../Shop.Core/Shop.Core.csproj" /></ItemGroup>`
		),
		'src/Shop.Admin/Shop.Admin.csproj': webSdk(target('net10.0'))
	},
	Deno: { 'deno.json': '{}', 'main.ts': 'Deno.serve(() => new Response("hello"));' },
	'Deno with a task': {
		'.tool-versions': 'deno 2.5.6\n',
		'deno.jsonc':
			'{\n\t// started by hand, too\n\t"tasks": { "start": "deno run --allow-net server.ts" },\n\t"imports": { "@oak/oak": "jsr:@oak/oak@17" },\n}',
		'deno.lock': '{}',
		'server.ts': 'app.listen({ port: Number(Deno.env.get("PORT")) });'
	},
	Fresh: {
		'deno.json':
			'{ "tasks": { "build": "vite build", "start": "deno serve -A _fresh/server.js" }, "imports": { "fresh": "jsr:@fresh/core@2" } }',
		'main.ts': 'export const app = new App();'
	},
	'Deno handler': {
		'deno.json': '{}',
		'main.ts': 'export default { fetch: () => new Response() } satisfies Deno.ServeDefaultExport;'
	},
	Bun: {
		'bun.lock': '{}',
		'package.json': '{ "devDependencies": { "@types/bun": "latest" } }',
		'index.ts': 'Bun.serve({ fetch: () => new Response() });'
	},
	'Bun with Elysia': {
		'package.json':
			'{ "packageManager": "bun@1.3.0", "dependencies": { "elysia": "^1" }, "scripts": { "build": "bun build src/index.ts", "start": "NODE_ENV=production bun src/index.ts" } }',
		'bun.lockb': '',
		'src/index.ts': 'new Elysia().listen(4000);'
	}
};
