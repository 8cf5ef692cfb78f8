require "json"
require "sinatra/base"

class App < Sinatra::Base
  # Names are the edge's business: only it can reach this container.
  set :host_authorization, permitted_hosts: []

  get "/" do
    "<h1>Hello from Ruby</h1>"
  end

  get "/greetings/:name" do
    content_type :json
    { greeting: "Hello, #{params[:name]}" }.to_json
  end
end
