"""The program as people and programs use it: clients, forms, pages and who reads them."""
