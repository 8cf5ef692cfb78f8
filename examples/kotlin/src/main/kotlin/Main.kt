import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.routing

/** A small web server that deploys as it is. */
fun main() {
	val port = System.getenv("PORT")?.toInt() ?: 3000
	embeddedServer(CIO, port) {
		routing {
			get("/") { call.respondText("Hello from Kotlin!\n") }
		}
	}.start(wait = true)
}
