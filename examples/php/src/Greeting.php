<?php

declare(strict_types=1);

namespace Example;

use JsonSerializable;

final readonly class Greeting implements JsonSerializable
{
    public function __construct(private string $name) {}

    /** @return array<string, string> */
    public function jsonSerialize(): array
    {
        return ['greeting' => "Hello, {$this->name}"];
    }
}
