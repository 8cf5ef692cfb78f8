from fastapi import FastAPI
from fastapi.responses import HTMLResponse

app = FastAPI()


@app.get("/", response_class=HTMLResponse)
def home() -> str:
    return "<h1>Hello from Python</h1>"


@app.get("/greetings/{name}")
def greet(name: str) -> dict[str, str]:
    return {"greeting": f"Hello, {name}"}
