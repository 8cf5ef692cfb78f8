/** Laid over the PHP example: a package that Composer installs from a folder. */
export const phpPackage = {
	'.env': 'SECRET=1\n',
	'composer.json': JSON.stringify({
		require: { php: '^8.4', 'example/greeting': '*' },
		repositories: [
			{ type: 'path', url: 'greeting', options: { symlink: false } },
			{ packagist: false }
		]
	}),
	'greeting/composer.json': JSON.stringify({
		name: 'example/greeting',
		version: '1.0.0',
		autoload: { 'psr-4': { 'Greeting\\': 'src/' } }
	}),
	'greeting/src/Words.php':
		"<?php\nnamespace Greeting;\nclass Words { const HELLO = 'Hello from a package'; }\n",
	'public/composer.json': '{}',
	'public/index.php':
		"<?php\nrequire __DIR__ . '/../vendor/autoload.php';\necho Greeting\\Words::HELLO;\n"
};

/** A server of Erlang's own, and a dependency in a folder: there is no Hex to fetch others from. */
export const elixirApp = {
	'mix.exs': `defmodule Hello.MixProject do
  use Mix.Project

  def project do
    [app: :hello, version: "1.0.0", elixir: "~> 1.15", deps: [{:words, path: "words"}]]
  end

  def application, do: [mod: {Hello.Application, []}, extra_applications: [:inets]]
end
`,
	'lib/hello.ex': `defmodule Hello.Application do
  use Application

  def start(_type, _args) do
    port = String.to_integer(System.get_env("PORT", "4000"))
    root = String.to_charlist(System.tmp_dir!())

    {:ok, _} =
      :inets.start(:httpd,
        port: port,
        server_name: ~c"hello",
        server_root: root,
        document_root: root,
        modules: [Hello.Page]
      )

    Supervisor.start_link([], strategy: :one_for_one)
  end
end

defmodule Hello.Page do
  def unquote(:do)(_request) do
    body = String.to_charlist(Words.hello())
    {:proceed, [response: {:response, [code: 200, content_length: ~c"#{length(body)}"], body}]}
  end
end
`,
	'words/mix.exs': `defmodule Words.MixProject do
  use Mix.Project
  def project, do: [app: :words, version: "1.0.0"]
end
`,
	'words/lib/words.ex': `defmodule Words do
  def hello, do: "Hello from Elixir"
end
`
};
