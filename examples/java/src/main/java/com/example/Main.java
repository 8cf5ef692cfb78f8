package com.example;

import io.javalin.Javalin;

/** A small web server that deploys as it is. */
public class Main {
	public static void main(String[] arguments) {
		var port = Integer.parseInt(System.getenv().getOrDefault("PORT", "3000"));
		Javalin.create(config -> config.showJavalinBanner = false)
			.get("/", context -> context.result("Hello from Java!\n"))
			.start(port);
	}
}
