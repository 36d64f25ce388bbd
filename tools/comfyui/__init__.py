"""ComfyUI over its HTTP and websocket interface, with a workflow file of the person's own: pictures and clips."""
