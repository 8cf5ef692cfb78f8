<?php

declare(strict_types=1);

require __DIR__ . '/../vendor/autoload.php';

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);

if ($path === '/') {
    echo '<h1>Hello from PHP</h1>';
} elseif (preg_match('#^/greetings/([^/]+)$#', $path, $match)) {
    header('Content-Type: application/json');
    echo json_encode(new Example\Greeting(urldecode($match[1])));
} else {
    http_response_code(404);
    echo 'Not found';
}
