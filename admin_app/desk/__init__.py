"""工作台, the page each role starts its day on: one noun a file, put together in `page`."""
